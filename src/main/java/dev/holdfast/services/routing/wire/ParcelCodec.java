package dev.holdfast.services.routing.wire;

import dev.holdfast.services.routing.ParcelAddress;
import dev.holdfast.services.routing.ParcelMessage;
import org.apache.pekko.util.ByteString;

/** What nodes tell each other to fetch a long message. */
final class ParcelCodec {
  private static final int FETCH = 1;
  private static final int PART = 2;

  private ParcelCodec() {}

  static byte[] write(ParcelMessage message, ActorAddresses addresses) {
    var out = new WireWriter();
    return switch (message) {
      case ParcelMessage.Fetch fetch ->
          out.small(FETCH)
              .number(fetch.id())
              .count(fetch.from())
              .text(addresses.text(fetch.replyTo()))
              .toBytes();
      case ParcelMessage.Part(ByteString part) ->
          out.small(PART).bytes(part.toArrayUnsafe()).toBytes();
    };
  }

  static ParcelMessage read(byte[] bytes, ActorAddresses addresses) {
    var in = new WireReader(bytes);
    int kind = in.small();
    return switch (kind) {
      case FETCH -> new ParcelMessage.Fetch(in.number(), in.count(), addresses.actor(in.text()));
      case PART -> new ParcelMessage.Part(ByteString.fromArrayUnsafe(in.bytes()));
      default -> throw new IllegalArgumentException("Not about a parcel: " + kind);
    };
  }

  static void writeAddress(WireWriter out, ParcelAddress address, ActorAddresses addresses) {
    out.text(addresses.text(address.at())).number(address.id()).count(address.length());
  }

  static ParcelAddress readAddress(WireReader in, ActorAddresses addresses) {
    return new ParcelAddress(addresses.actor(in.text()), in.number(), in.count());
  }
}
