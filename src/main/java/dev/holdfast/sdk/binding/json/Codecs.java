package dev.holdfast.sdk.binding.json;

import dev.holdfast.sdk.Wire;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the codec of each type, once. Everything that can be known about a type is worked out here,
 * so that a document costs only its bytes. Not for several threads; the codecs it gives are.
 */
public final class Codecs {
  private static final String REMEDY =
      "Use a record, List, Map, Optional, String, number, boolean or a java.time type.";

  /** Stands in for a type with faults, which is never used. */
  private static final Codec NONE = PlainScalar.BOOLEAN;

  private static final Map<Class<?>, Codec> SCALARS = scalars();
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final JsonLimits limits;
  private final Map<Shape, Codec> known = new HashMap<>();
  private List<TypeFault> faults = new ArrayList<>();

  public Codecs(JsonLimits limits) {
    this.limits = limits;
  }

  private static Map<Class<?>, Codec> scalars() {
    var scalars = new HashMap<>(TextScalar.ALL);
    scalars.putAll(PlainScalar.ALL);
    return scalars;
  }

  /** The codec of a type; if anything is added to the faults, it cannot be used. */
  public JsonCodec codec(Type type, List<TypeFault> into) {
    return new JsonCodec(find(type, into), limits);
  }

  /** The codec of a handler's argument, which its parameter's name may help to fill. */
  public ArgumentCodec argument(Type type, String parameter, List<TypeFault> into) {
    return new ArgumentCodec(find(type, into), parameter, limits, true);
  }

  Codec find(Type type, List<TypeFault> into) {
    faults = into;
    return codec(Shape.of(type, Map.of()), "");
  }

  private Codec codec(Shape shape, String pointer) {
    Codec scalar = SCALARS.get(shape.raw());
    if (scalar != null) {
      return scalar;
    }
    Codec codec = known.get(shape);
    if (codec != null) {
      return codec;
    }
    Class<?> raw = shape.raw();
    if (raw == List.class) {
      return new CollectionCodec(false, codec(shape.argument(0), pointer + "/0"));
    } else if (raw == Set.class) {
      return new CollectionCodec(true, codec(shape.argument(0), pointer + "/0"));
    } else if (raw == Map.class) {
      return map(shape, pointer);
    } else if (raw == Optional.class) {
      return optional(shape, pointer);
    } else if (raw.isEnum()) {
      known.put(shape, new EnumCodec(raw));
      return new EnumCodec(raw);
    } else if (raw.isRecord()) {
      return record(shape, pointer);
    } else if (raw.isInterface() && raw.isSealed()) {
      return sealed(shape, pointer);
    }
    return fault(pointer, "has type " + raw.getSimpleName() + ", which has no JSON form", REMEDY);
  }

  private Codec fault(String pointer, String what, String remedy) {
    faults.add(new TypeFault(pointer, what, remedy));
    return NONE;
  }

  private Codec map(Shape shape, String pointer) {
    Codec value = codec(shape.argument(1), pointer + "/*");
    Shape key = shape.argument(0);
    Codec name = codec(key, pointer);
    if (name instanceof TextCodec text && key.raw() != byte[].class) {
      return new MapCodec(text, value);
    }
    return fault(
        pointer,
        "is a Map with keys of type " + key.raw().getSimpleName() + ", which is no text",
        "Use String, a number, an enum, UUID or a java.time type as the key.");
  }

  private Codec optional(Shape shape, String pointer) {
    Codec value = codec(shape.argument(0), pointer);
    if (value instanceof OptionalCodec) {
      return fault(
          pointer,
          "is an Optional of an Optional, which JSON cannot tell apart",
          "Use one Optional.");
    }
    return new OptionalCodec(value);
  }

  private Codec record(Shape shape, String pointer) {
    Class<?> raw = shape.raw();
    var codec = new RecordCodec(raw);
    known.put(shape, codec);
    var fields = new ArrayList<RecordCodec.Field>();
    RecordComponent[] components = raw.getRecordComponents();
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(raw, LOOKUP);
      for (RecordComponent component : components) {
        String name = component.getName();
        Shape type = Shape.of(component.getGenericType(), shape.variables());
        MethodHandle accessor =
            lookup
                .unreflect(component.getAccessor())
                .asType(MethodType.methodType(Object.class, Object.class));
        fields.add(new RecordCodec.Field(name, accessor, codec(type, pointer + "/" + name)));
      }
      codec.complete(fields, constructor(lookup, raw, components));
    } catch (ReflectiveOperationException e) {
      return fault(pointer, "has type " + raw.getSimpleName() + ", which is closed: " + e, REMEDY);
    }
    return codec;
  }

  private static MethodHandle constructor(
      MethodHandles.Lookup lookup, Class<?> raw, RecordComponent[] components)
      throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return lookup
        .unreflectConstructor(raw.getDeclaredConstructor(types))
        .asSpreader(Object[].class, types.length)
        .asType(MethodType.methodType(Object.class, Object[].class));
  }

  private Codec sealed(Shape shape, String pointer) {
    var codec = new SealedCodec(shape.raw());
    known.put(shape, codec);
    variants(codec, shape.raw(), pointer);
    return codec;
  }

  private void variants(SealedCodec codec, Class<?> parent, String pointer) {
    for (Class<?> variant : parent.getPermittedSubclasses()) {
      String name = parent.getSimpleName() + "." + variant.getSimpleName();
      if (variant.isInterface() && variant.isSealed()) {
        variants(codec, variant, pointer);
      } else if (!variant.isRecord()) {
        fault(pointer, "has type " + name + ", which is no record", "Make it a record.");
      } else if (codec(new Shape(variant, List.of()), pointer) instanceof RecordCodec record) {
        if (record.position(SealedCodec.TAG) >= 0) {
          fault(
              pointer + "/" + SealedCodec.TAG,
              "has type "
                  + name
                  + " with a field named type, which is what tells "
                  + parent.getSimpleName()
                  + "s apart",
              "Give the field another name.");
        }
        if (!codec.complete(tag(variant), variant, record)) {
          fault(
              pointer,
              "has two types named " + tag(variant) + ", which cannot be told apart",
              "Rename one, or give it a name with @Wire.");
        }
      }
    }
  }

  private static String tag(Class<?> variant) {
    Wire wire = variant.getAnnotation(Wire.class);
    return wire == null || wire.name().isEmpty() ? variant.getSimpleName() : wire.name();
  }
}
