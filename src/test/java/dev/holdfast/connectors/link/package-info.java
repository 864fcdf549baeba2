/** How a connection is kept, without a broker. */
@NullMarked
package dev.holdfast.connectors.link;

import org.jspecify.annotations.NullMarked;
