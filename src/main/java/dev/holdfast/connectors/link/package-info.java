/** How a connection to a broker is kept, and what is known of it. Start with {@code Link}. */
@NullMarked
package dev.holdfast.connectors.link;

import org.jspecify.annotations.NullMarked;
