package dev.holdfast.cluster;

import dev.holdfast.journal.members.Member;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node says about itself, as of now. */
final class Self implements Supplier<Member> {
  private static final Logger LOG = LoggerFactory.getLogger(Self.class);

  private final Peer peer;
  private final IntSupplier writer;
  private final String version;
  private final int wireFormat;
  private volatile Supplier<Shown> shown = () -> Shown.NOTHING;
  private volatile Shown last = Shown.NOTHING;

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
    Shown now = now();
    return new Member(
        peer.address(),
        peer.incarnation(),
        writer.getAsInt(),
        now.url(),
        version,
        wireFormat,
        now.facts());
  }

  /** What fails to be shown must not cost the heartbeat that it goes with. */
  private Shown now() {
    try {
      last = shown.get();
    } catch (RuntimeException e) {
      LOG.warn("What the node shows of itself is not known now", e);
    }
    return last;
  }
}
