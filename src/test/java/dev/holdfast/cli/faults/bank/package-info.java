/** Shows each check of the bank red. */
@NullMarked
package dev.holdfast.cli.faults.bank;

import org.jspecify.annotations.NullMarked;
