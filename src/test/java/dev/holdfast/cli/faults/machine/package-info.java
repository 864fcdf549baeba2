@NullMarked
package dev.holdfast.cli.faults.machine;

import org.jspecify.annotations.NullMarked;
