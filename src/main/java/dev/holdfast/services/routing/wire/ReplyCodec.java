package dev.holdfast.services.routing.wire;

import dev.holdfast.protocol.Problem;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.routing.NodeReply;
import dev.holdfast.services.routing.ParcelAddress;
import java.time.Instant;

/** An outcome as it goes back to the node that asked. */
final class ReplyCodec {
  private static final int REPLIED = 1;
  private static final int ANSWERED = 2;
  private static final int INSPECTED = 3;
  private static final int REFUSED = 4;
  private static final int AGAIN = 5;
  private static final int OVERSIZED = 6;

  /**
   * A node that does not know it hears nothing, and sends again after a silence: as a copy, too.
   */
  private static final int IN_DOUBT = 7;

  private final ActorAddresses addresses;

  ReplyCodec(ActorAddresses addresses) {
    this.addresses = addresses;
  }

  byte[] write(NodeReply reply) {
    var out = new WireWriter();
    out.number(reply.number());
    switch (reply) {
      case NodeReply.Again(long _, String why) -> out.small(AGAIN).text(why);
      case NodeReply.InDoubt(long _, String why) -> out.small(IN_DOUBT).text(why);
      case NodeReply.Oversized(long _, ParcelAddress rest) ->
          ParcelCodec.writeAddress(out.small(OVERSIZED), rest, addresses);
      case NodeReply.Answered(long _, Outcome outcome) -> write(out, outcome);
    }
    return out.toBytes();
  }

  private static void write(WireWriter out, Outcome outcome) {
    switch (outcome) {
      case Outcome.Replied it ->
          out.small(REPLIED)
              .json(it.reply())
              .number(it.sequence())
              .count(it.slice())
              .number(it.offset())
              .flag(it.replayed())
              .text(it.version())
              .text(it.node());
      case Outcome.Answered it ->
          out.small(ANSWERED)
              .json(it.value())
              .number(it.sequence())
              .text(it.version())
              .text(it.node());
      case Outcome.Inspected it ->
          out.small(INSPECTED)
              .json(it.state())
              .number(it.sequence())
              .text(it.time().toString())
              .text(it.version())
              .text(it.node());
      case Outcome.Refused(Problem problem, int retryAfterSeconds) ->
          out.small(REFUSED)
              .count(retryAfterSeconds)
              .text(problem.code())
              .text(problem.kind().name())
              .count(problem.status())
              .text(problem.title())
              .text(problem.detail())
              .text(problem.pointer());
    }
  }

  NodeReply read(byte[] bytes) {
    var in = new WireReader(bytes);
    long number = in.number();
    int kind = in.small();
    return switch (kind) {
      case AGAIN -> new NodeReply.Again(number, in.text());
      case IN_DOUBT -> new NodeReply.InDoubt(number, in.text());
      case OVERSIZED -> new NodeReply.Oversized(number, ParcelCodec.readAddress(in, addresses));
      case REPLIED, ANSWERED, INSPECTED, REFUSED ->
          new NodeReply.Answered(number, outcome(in, kind));
      default -> throw new IllegalArgumentException("Not a kind of outcome: " + kind);
    };
  }

  private static Outcome outcome(WireReader in, int kind) {
    return switch (kind) {
      case REPLIED ->
          new Outcome.Replied(
              in.json(), in.number(), in.count(), in.number(), in.flag(), in.text(), in.text());
      case ANSWERED -> new Outcome.Answered(in.json(), in.number(), in.text(), in.text());
      case INSPECTED ->
          new Outcome.Inspected(
              in.json(), in.number(), Instant.parse(in.text()), in.text(), in.text());
      default -> {
        int retryAfterSeconds = in.count();
        yield new Outcome.Refused(
            new Problem(
                in.text(),
                Problem.Kind.valueOf(in.text()),
                in.count(),
                in.text(),
                in.text(),
                in.text()),
            retryAfterSeconds);
      }
    };
  }
}
