/** One node over HTTP, as the commands see it. Start with {@code Client}. */
@NullMarked
package dev.holdfast.cli.client;

import org.jspecify.annotations.NullMarked;
