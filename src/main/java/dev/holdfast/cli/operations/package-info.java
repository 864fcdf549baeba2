/**
 * Commands for whoever looks after messages: what is parked, topics, subscriptions, timers. Start
 * with {@code ParkedCommand}.
 */
@NullMarked
package dev.holdfast.cli.operations;

import org.jspecify.annotations.NullMarked;
