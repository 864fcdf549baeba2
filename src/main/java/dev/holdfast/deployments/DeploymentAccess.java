package dev.holdfast.deployments;

import dev.holdfast.protocol.Json;

/**
 * What operators do with deployments; every method blocks until it is done. Documents are those of
 * {@code /v1/deployments}.
 */
public interface DeploymentAccess {
  /** All that ever were. */
  Json all();

  /** How one stands. */
  Json one(String name) throws DeploymentRefused;

  /** Deploys code, and tells how the deployment stands then. */
  Json deploy(DeployRequest request, Undertaking progress) throws DeploymentRefused;

  /** Replays journals with a version; tells the report, passed or not. */
  Json replay(String name, int number, ReplayRequest request, Undertaking progress)
      throws DeploymentRefused;

  /** Has all instances run a version. */
  Json promote(String name, int number, String by) throws DeploymentRefused;

  /** Has some instances try a version, in hundredths of a percent. */
  Json share(String name, int number, int share, String by) throws DeploymentRefused;

  /** Has all instances run an earlier version; 0 for the one before. */
  Json rollBack(String name, int number, String by) throws DeploymentRefused;

  /** Has nothing of it run; its instances keep their journals. */
  Json remove(String name, String by) throws DeploymentRefused;

  /** Keeps a package, as the zip of a folder; tells its digest. */
  Json keep(byte[] zip, String signature, String by) throws DeploymentRefused;

  /** How large a package may be, in bytes. */
  int mostPackageBytes();
}
