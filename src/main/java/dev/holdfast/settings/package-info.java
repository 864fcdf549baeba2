/** From HOCON to validated records: every package's settings are read through here. */
@NullMarked
package dev.holdfast.settings;

import org.jspecify.annotations.NullMarked;
