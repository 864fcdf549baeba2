package dev.holdfast.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The JDK's {@code keytool} as a process: the JDK can sign certificates, but has no API for it. */
final class KeyTool {
  /** A start of a virtual machine takes half a second, on a machine that is busy some more. */
  private static final long SECONDS = 30;

  private KeyTool() {}

  static void run(Path store, String password, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass:env", ENV));
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put(ENV, password);
      Process process = builder.start();
      process.getOutputStream().close();
      String said = text(process.getInputStream());
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new CertificatesFailed("keytool did not end within " + SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new CertificatesFailed("keytool: " + said.strip());
      }
    } catch (IOException e) {
      throw new CertificatesFailed("keytool cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CertificatesFailed("keytool was interrupted", e);
    }
  }

  private static final String ENV = "HOLDFAST_STORE_PASSWORD";

  private static String text(InputStream output) throws IOException {
    return new String(output.readAllBytes(), StandardCharsets.UTF_8);
  }
}
