/** What crosses a boundary: ids, commits, envelopes, replies, problems and their codecs. */
@NullMarked
package dev.holdfast.protocol;

import org.jspecify.annotations.NullMarked;
