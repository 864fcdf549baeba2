/**
 * Decides from the journals of the bank under test whether each transfer arrived once, in order,
 * and whether timers, topics and schedules did their part. Start with {@link
 * dev.holdfast.cli.faults.bank.BankCheck}.
 */
@NullMarked
package dev.holdfast.cli.faults.bank;

import org.jspecify.annotations.NullMarked;
