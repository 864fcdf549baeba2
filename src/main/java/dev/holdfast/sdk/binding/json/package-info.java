/**
 * JSON for the types that authors use, written by hand so that it is fast, strict and needs nothing
 * but the JDK: bytes are read straight into records and records written straight to bytes. Start
 * with {@link dev.holdfast.sdk.binding.json.JsonCodec}. Not for authors.
 */
@NullMarked
package dev.holdfast.sdk.binding.json;

import org.jspecify.annotations.NullMarked;
