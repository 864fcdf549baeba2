package dev.holdfast.cli;

import dev.holdfast.protocol.EntityId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code SERVICE/ID} from the command line. */
public final class Address implements ITypeConverter<EntityId> {
  @Override
  public EntityId convert(String text) {
    try {
      return EntityId.parse(text);
    } catch (IllegalArgumentException e) {
      throw (TypeConversionException) new TypeConversionException(e.getMessage()).initCause(e);
    }
  }
}
