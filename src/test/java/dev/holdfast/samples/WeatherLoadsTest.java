package dev.holdfast.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.runtimes.jvm.JvmServices;
import dev.holdfast.runtimes.jvm.JvmSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WeatherLoadsTest {
  @Test
  void thePlatformCompilesTheFolderAndFindsItsServicesAndRoutes() throws Exception {
    var settings = JvmSettings.from(ConfigFactory.load());
    var weather = JvmServices.load(Path.of("samples/weather"), settings);
    var routes = new TreeSet<String>();
    for (var runtime : weather.runtimes()) {
      for (var handler : runtime.description().handlers()) {
        Optional<String> route = handler.route();
        route.ifPresent(routes::add);
      }
    }
    assertEquals(
        List.of("alerts", "climate", "current", "history", "hourly"),
        weather.runtimes().stream().map(one -> one.description().service()).sorted().toList());
    assertEquals(
        List.of(
            "GET /weather/{station}/alerts",
            "GET /weather/{station}/current",
            "GET /weather/{station}/history/{month}",
            "GET /weather/{station}/hours",
            "GET /weather/{station}/years/{year}",
            "POST /weather/{station}/reports"),
        List.copyOf(routes));
  }
}
