package dev.holdfast.cli.faults.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.ServiceDescription.Event;
import dev.holdfast.protocol.ServiceDescription.Handler;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.jvm.JvmServices;
import dev.holdfast.runtimes.jvm.JvmSettings;
import dev.holdfast.runtimes.process.FunctionHost;
import dev.holdfast.runtimes.process.ProcessServices;
import dev.holdfast.runtimes.process.ProcessSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checks know the services by name: what one language calls otherwise would not be checked. */
class SameServicesTest {
  @ParameterizedTest
  @EnumSource(names = {"NODE", "PYTHON"})
  void areWrittenInEveryLanguage(ServiceLanguage language) throws Exception {
    var settings = ProcessSettings.from(ConfigFactory.load());
    try (var java =
            JvmServices.load(folder(ServiceLanguage.JAVA), JvmSettings.from(ConfigFactory.load()));
        var host = new FunctionHost(settings);
        Loaded other = ProcessServices.load(folder(language), host)) {
      assertEquals(told(java), told(other));
    }
  }

  private static Path folder(ServiceLanguage language) {
    return language.services(Path.of(""));
  }

  /** By service: its events, its handlers with their triggers, its rejections. */
  private static Map<String, String> told(Loaded loaded) {
    Map<String, String> told = new TreeMap<>();
    for (FunctionRuntime runtime : loaded.runtimes()) {
      ServiceDescription service = runtime.description();
      var words = new TreeSet<String>();
      for (Event event : service.events()) {
        words.add("event " + event.type() + " " + event.version());
      }
      for (Handler handler : service.handlers()) {
        String kind = handler.query() ? "query " : "command ";
        words.add(kind + handler.name() + " for " + handler.allow() + " by " + handler.triggers());
        handler.rejections().forEach(one -> words.add("rejects " + one.code()));
      }
      told.put(service.service(), words.toString());
    }
    return told;
  }
}
