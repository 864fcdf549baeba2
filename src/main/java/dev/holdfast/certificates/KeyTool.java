package dev.holdfast.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The JDK's {@code keytool} as a process: the JDK can sign certificates, but has no API for it. */
final class KeyTool {
  /** A start of a virtual machine takes half a second, on a machine that is busy some more. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String ENV = "HOLDFAST_STORE_PASSWORD";

  private KeyTool() {}

  static void run(Path store, String password, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass:env", ENV));
    run(command, Map.of(ENV, password), PATIENCE);
  }

  static void run(List<String> command, Map<String, String> environment, Duration patience) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        finish(process, patience);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new CertificatesFailed("keytool cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CertificatesFailed("keytool was interrupted", e);
    }
  }

  /** Reads beside waiting: what hangs does not close its output, and a full pipe hangs. */
  private static void finish(Process process, Duration patience)
      throws IOException, InterruptedException {
    process.getOutputStream().close();
    var said = new FutureTask<>(() -> text(process.getInputStream()));
    Thread.ofVirtual().name("keytool-output").start(said);
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new CertificatesFailed("keytool did not end within " + patience.toSeconds() + " s");
    }
    if (process.exitValue() != 0) {
      throw new CertificatesFailed("keytool: " + last(said));
    }
  }

  private static String last(FutureTask<String> said) throws InterruptedException {
    try {
      return said.get(1, TimeUnit.SECONDS).strip();
    } catch (ExecutionException | TimeoutException e) {
      return "it does not say why";
    }
  }

  private static String text(InputStream output) throws IOException {
    return new String(output.readAllBytes(), StandardCharsets.UTF_8);
  }
}
