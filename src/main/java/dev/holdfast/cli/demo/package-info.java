/**
 * The weather app on real observations: what {@code holdfast demo} feeds, asks and prints. Start
 * with {@code Demo}.
 */
@NullMarked
package dev.holdfast.cli.demo;

import org.jspecify.annotations.NullMarked;
