package dev.holdfast.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;

/** Reads one block of HOCON and says exactly which key is wrong and why. */
public final class Settings {
  private final Config config;
  private final String path;

  private Settings(Config config, String path) {
    this.config = config;
    this.path = path;
  }

  /** The block at a path such as {@code holdfast.journal}. */
  public static Settings at(Config root, String path) {
    try {
      return new Settings(root.getConfig(path), path);
    } catch (ConfigException e) {
      throw new InvalidSetting(path, String.valueOf(e.getMessage()));
    }
  }

  public Settings block(String name) {
    return new Settings(read(name, config::getConfig), path + "." + name);
  }

  public String text(String key) {
    return read(key, config::getString);
  }

  public List<String> texts(String key) {
    return List.copyOf(read(key, config::getStringList));
  }

  public boolean flag(String key) {
    return read(key, config::getBoolean);
  }

  public int count(String key, int least, int most) {
    int value = read(key, config::getInt);
    if (value < least || value > most) {
      throw new InvalidSetting(path + "." + key, "must be " + least + " to " + most);
    }
    return value;
  }

  public long bytes(String key, long least, long most) {
    long value = read(key, config::getBytes);
    if (value < least || value > most) {
      throw new InvalidSetting(path + "." + key, "must be " + least + " to " + most + " bytes");
    }
    return value;
  }

  public Duration time(String key) {
    Duration value = read(key, config::getDuration);
    if (value.isNegative()) {
      throw new InvalidSetting(path + "." + key, "must not be negative");
    }
    return value;
  }

  private <T> T read(String key, java.util.function.Function<String, T> getter) {
    try {
      return getter.apply(key);
    } catch (ConfigException e) {
      throw new InvalidSetting(path + "." + key, String.valueOf(e.getMessage()));
    }
  }
}
