package dev.holdfast.cluster;

import dev.holdfast.journal.members.Member;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What this node says about itself, as of now. */
final class Self implements Supplier<Member> {
  private final Peer peer;
  private final IntSupplier writer;
  private final String version;
  private final int wireFormat;
  private volatile Supplier<Shown> shown = () -> Shown.NOTHING;

  Self(Peer peer, IntSupplier writer, String version, int wireFormat) {
    this.peer = peer;
    this.writer = writer;
    this.version = version;
    this.wireFormat = wireFormat;
  }

  void show(Supplier<Shown> what) {
    shown = what;
  }

  @Override
  public Member get() {
    Shown now = shown.get();
    return new Member(
        peer.address(),
        peer.incarnation(),
        writer.getAsInt(),
        now.url(),
        version,
        wireFormat,
        now.facts());
  }
}
