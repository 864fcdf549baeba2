package dev.holdfast.runtimes.process;

import com.typesafe.config.Config;
import dev.holdfast.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How functions run in processes; every key is explained in {@code settings/processes.conf}.
 *
 * @param node the program that runs JavaScript
 * @param python the program that runs Python
 * @param sdks where the SDKs of both lie
 * @param sockets where the sockets lie that processes listen on
 * @param processes of one version on this node
 * @param connections to one process: requests that it works on at once
 * @param start how long a process may take until it answers
 * @param restart the pause after a process that died at once; doubles each time
 * @param longestRestart the longest such pause
 * @param idle a process that nobody asks for so long is stopped
 * @param answerBytes of one answer
 */
public record ProcessSettings(
    String node,
    String python,
    Path sdks,
    Path sockets,
    int processes,
    int connections,
    Duration start,
    Duration restart,
    Duration longestRestart,
    Duration idle,
    int answerBytes) {

  public static ProcessSettings from(Config config) {
    Settings at = Settings.at(config, "holdfast.runtimes.process");
    String home = System.getProperty("holdfast.home", ".");
    String sdks = at.text("sdks");
    String sockets = at.text("sockets");
    return new ProcessSettings(
        at.text("node"),
        at.text("python"),
        (sdks.isEmpty() ? Path.of(home).resolve("sdks") : Path.of(sdks)).toAbsolutePath(),
        Path.of(sockets.isEmpty() ? System.getProperty("java.io.tmpdir") : sockets)
            .toAbsolutePath(),
        at.count("processes", 1, 1_000),
        at.count("connections", 1, 10_000),
        at.time("start"),
        at.time("restart"),
        at.time("longest-restart"),
        at.time("idle"),
        Math.toIntExact(at.bytes("answer-bytes", 1024, 1L << 30)));
  }
}
