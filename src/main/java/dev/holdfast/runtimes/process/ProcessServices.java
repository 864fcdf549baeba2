package dev.holdfast.runtimes.process;

import dev.holdfast.packages.CodeFolder;
import dev.holdfast.packages.CodeName;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.runtimes.remote.AskedServices;
import dev.holdfast.runtimes.remote.Endpoint;
import dev.holdfast.runtimes.remote.NoAnswer;
import dev.holdfast.runtimes.remote.RemoteServices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The services of a folder that is written in Node.js or Python.
 *
 * <p>Invariant: what is asked of a version is answered by the code that had this version when it
 * was loaded, as long as its files stay as they are.
 */
public final class ProcessServices {
  private ProcessServices() {}

  /** Whether the folder holds code of a language that runs in processes. */
  public static boolean isCode(Path folder) {
    return Language.of(folder).isPresent();
  }

  /**
   * Starts the code and asks it what it is.
   *
   * @throws UnloadableCode with what it says is wrong with itself
   */
  public static Loaded load(Path folder, FunctionHost host) throws IOException, UnloadableCode {
    Path real = folder.toRealPath();
    String version = CodeFolder.of(real).id().version();
    return load(real, new CodeName(String.valueOf(real.getFileName()), version), host);
  }

  /** The same for a folder that somebody else has named, such as an unpacked package. */
  public static Loaded load(Path folder, CodeName as, FunctionHost host)
      throws IOException, UnloadableCode {
    Path real = folder.toRealPath();
    Language language = Language.of(real).orElseThrow();
    String name = as.name();
    var code = new FunctionCode(name, as.version(), real, language);
    Endpoint endpoint;
    try {
      endpoint = new ProcessPool(host.prepare(code), host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " was prepared", e);
    }
    try {
      List<FunctionRuntime> runtimes = RemoteServices.of(endpoint, code.version());
      return new AskedServices(name, code.version(), runtimes, endpoint);
    } catch (NoAnswer e) {
      endpoint.close();
      throw new UnloadableCode(List.of(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      endpoint.close();
      throw new IOException("interrupted while " + name + " was started", e);
    }
  }
}
