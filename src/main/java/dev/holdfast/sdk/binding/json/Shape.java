package dev.holdfast.sdk.binding.json;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A type with all its variables filled in: {@code Map<String, Line>}. */
record Shape(Class<?> raw, List<Shape> arguments) {
  static Shape of(Type type, Map<TypeVariable<?>, Shape> variables) {
    return switch (type) {
      case Class<?> plain -> new Shape(plain, List.of());
      case ParameterizedType generic -> {
        var arguments = new ArrayList<Shape>();
        for (Type argument : generic.getActualTypeArguments()) {
          arguments.add(of(argument, variables));
        }
        yield new Shape((Class<?>) generic.getRawType(), List.copyOf(arguments));
      }
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], variables);
      case TypeVariable<?> variable ->
          variables.getOrDefault(variable, new Shape(Object.class, List.of()));
      case GenericArrayType _ -> new Shape(Object[].class, List.of());
      default -> new Shape(Object.class, List.of());
    };
  }

  /** What the variables of the raw type stand for here. */
  Map<TypeVariable<?>, Shape> variables() {
    var variables = new HashMap<TypeVariable<?>, Shape>();
    TypeVariable<?>[] names = raw.getTypeParameters();
    for (int i = 0; i < Math.min(names.length, arguments.size()); i++) {
      variables.put(names[i], arguments.get(i));
    }
    return variables;
  }

  /** The argument at this place; of a raw type it is not known. */
  Shape argument(int index) {
    return index < arguments.size() ? arguments.get(index) : new Shape(Object.class, List.of());
  }
}
