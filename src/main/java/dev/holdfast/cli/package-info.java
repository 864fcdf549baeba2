/**
 * The command line: what a person types, carried over HTTP to a node, or a node started here. Start
 * with {@link dev.holdfast.cli.Cli}; a node comes through {@link
 * dev.holdfast.cli.node.NodeStarter}, so that nothing here knows how one is built.
 */
@NullMarked
package dev.holdfast.cli;

import org.jspecify.annotations.NullMarked;
