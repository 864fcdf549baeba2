/**
 * What authors of services type before there is a node: a new folder, and its tests. Start with
 * {@code NewCommand} and {@code TestCommand}.
 */
@NullMarked
package dev.holdfast.cli.authoring;

import org.jspecify.annotations.NullMarked;
