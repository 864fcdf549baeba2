/** What sources share, without a broker. */
@NullMarked
package dev.holdfast.connectors.intake;

import org.jspecify.annotations.NullMarked;
