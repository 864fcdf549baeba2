package dev.holdfast.messaging.promises;

class PostgresDeliveryTest extends DeliveryPromises {
  @Override
  Place place() throws Exception {
    return Place.postgres();
  }
}
