package dev.holdfast.sdk.binding.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the argument of one handler is read: from a JSON body, from the variables and parameters of a
 * request's address, or from both together. Strict: what the argument has no place for is a fault,
 * but in the messages of a topic, whose publisher may say more than a handler wants to know.
 *
 * <p>Variables fill the fields of a record by name. A single value takes the variable of its
 * parameter's name, or the only one there is.
 */
public final class ArgumentCodec {
  private final Codec codec;
  private final String parameter;
  private final JsonLimits limits;
  private final boolean strict;

  ArgumentCodec(Codec codec, String parameter, JsonLimits limits, boolean strict) {
    this.codec = codec;
    this.parameter = parameter;
    this.limits = limits;
    this.strict = strict;
  }

  /** The same for a handler that is given the messages of a topic. */
  public ArgumentCodec ofMessages() {
    return new ArgumentCodec(codec, parameter, limits, false);
  }

  /** Reads a body; one that is empty says nothing. */
  public Object decode(byte[] body) {
    try {
      return whole(body);
    } catch (JsonFault fault) {
      throw jsonFirst(body, fault);
    }
  }

  private Object whole(byte[] body) {
    var in = new JsonReader(body, limits, strict);
    Object absent = codec.absent();
    if (absent != null && in.peek() == -1) {
      return absent;
    }
    Object value = codec.read(in);
    in.finish();
    return value;
  }

  /** Reads a body, which may be empty or {@code null}, together with variables. */
  public Object decode(byte[] body, Map<String, String> variables) {
    if (variables.isEmpty()) {
      return decode(body);
    }
    try {
      return codec instanceof RecordCodec record
          ? fields(record, body, variables)
          : single(body, variables);
    } catch (JsonFault fault) {
      throw jsonFirst(body, fault);
    }
  }

  /** What does not fit is only told of a body that is JSON to its end. */
  private JsonFault jsonFirst(byte[] body, JsonFault fault) {
    var in = new JsonReader(body, limits, true);
    if (!fault.isMalformed() && in.peek() != -1) {
      in.skip();
      in.finish();
    }
    return fault;
  }

  private Object fields(RecordCodec record, byte[] body, Map<String, String> variables) {
    List<RecordCodec.Field> fields = record.fields();
    @Nullable Object[] values = new Object[fields.size()];
    variables.forEach(
        (name, text) -> {
          int position = record.position(name);
          if (position < 0) {
            throw record.unknown(name);
          }
          values[position] = parse(fields.get(position).codec(), name, text);
        });
    var in = new JsonReader(body, limits, strict);
    if (in.peek() != -1 && !in.isNull() && in.enterObject()) {
      record.readFields(in, values, Set.of());
    }
    in.finish();
    return record.build(values);
  }

  private Object single(byte[] body, Map<String, String> variables) {
    var in = new JsonReader(body, limits, true);
    if (in.peek() != -1 && !in.isNull()) {
      throw JsonFault.mismatch("expected no body, since the address has the argument");
    }
    in.finish();
    String name = variables.size() == 1 ? variables.keySet().iterator().next() : parameter;
    for (String given : variables.keySet()) {
      if (!given.equals(name)) {
        throw JsonFault.mismatch("unknown parameter").under(given);
      }
    }
    return parse(codec, name, variables.getOrDefault(name, ""));
  }

  private static Object parse(Codec codec, String name, String text) {
    try {
      return switch (codec) {
        case TextCodec scalar -> scalar.parse(text);
        case OptionalCodec(TextCodec scalar) -> Optional.of(scalar.parse(text));
        case CollectionCodec(boolean unique, TextCodec scalar) -> {
          Object only = scalar.parse(text);
          yield unique ? Set.of(only) : List.of(only);
        }
        default ->
            throw JsonFault.mismatch("expected " + codec.expected() + ", got a parameter's text");
      };
    } catch (JsonFault fault) {
      throw fault.under(name);
    }
  }

  /** Whether a body says nothing: it is empty, {@code null} or an empty object. */
  public static boolean isNothing(byte[] body) {
    var in = new JsonReader(body, JsonLimits.DEFAULT, true);
    if (in.peek() == -1) {
      return true;
    }
    boolean nothing = in.isNull() || (in.peek() == '{' && !in.enterObject());
    if (!nothing) {
      in.reset(0, 0); // It has to be JSON before it can be called too much.
      in.skip();
    }
    in.finish();
    return nothing;
  }

  /** Whether a variable of this name could fill something. */
  public boolean takes(String variable) {
    return !(codec instanceof RecordCodec record) || record.position(variable) >= 0;
  }

  /**
   * Whether there is text, a number or a boolean at this path of fields; a map has every field, and
   * what may be one of several types has the fields of each.
   */
  public boolean holdsText(List<String> path) {
    return holdsText(codec, path);
  }

  private static boolean holdsText(Codec codec, List<String> path) {
    if (codec instanceof OptionalCodec(Codec value)) {
      return holdsText(value, path);
    }
    if (path.isEmpty()) {
      return codec instanceof TextCodec;
    }
    List<String> rest = path.subList(1, path.size());
    return switch (codec) {
      case MapCodec(TextCodec _, Codec value) -> holdsText(value, rest);
      case RecordCodec record -> {
        int position = record.position(path.getFirst());
        yield position >= 0 && holdsText(record.fields().get(position).codec(), rest);
      }
      case SealedCodec sealed ->
          path.equals(List.of(SealedCodec.TAG))
              || sealed.variants().stream().anyMatch(variant -> holdsText(variant, path));
      default -> false;
    };
  }

  /** Whether the argument is one value rather than an object with fields. */
  public boolean isSingle() {
    return !(codec instanceof RecordCodec);
  }

  /** The argument as a caller would send it. */
  public byte[] encode(Object argument) {
    return new JsonCodec(codec, limits).encode(argument);
  }

  /** JSON Schema (2020-12) as plain maps and lists; named types are under {@code $defs}. */
  public Map<String, Object> schema() {
    var definitions = new Definitions(strict);
    return definitions.document(codec.schema(definitions));
  }
}
