package dev.holdfast.sdk.binding.json;

/** A codec of values that are also one piece of text: a key of a map, or a variable of a path. */
interface TextCodec extends Codec {
  /** The value; a fault if the text is not of the type. */
  Object parse(String text);

  String print(Object value);

  /** The fault of a text that is not of the type. */
  default JsonFault mismatch(String text) {
    return JsonFault.mismatch(
        "expected " + expected() + ", got " + JsonReader.shown('"' + text + '"'));
  }
}
