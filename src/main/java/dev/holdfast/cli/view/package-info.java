/** Answers of a node laid out for people. */
@NullMarked
package dev.holdfast.cli.view;

import org.jspecify.annotations.NullMarked;
