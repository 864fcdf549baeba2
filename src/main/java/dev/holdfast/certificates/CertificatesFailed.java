package dev.holdfast.certificates;

/** Certificates could not be made or read; the message says which and why. */
public final class CertificatesFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CertificatesFailed(String message) {
    super(message);
  }

  CertificatesFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
