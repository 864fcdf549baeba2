/** The samples are loaded, tested and run as their readers would. */
@NullMarked
package dev.holdfast.samples;

import org.jspecify.annotations.NullMarked;
