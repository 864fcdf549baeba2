/**
 * A folder of code as one file: which of its files are code, what it is called by its content, how
 * it is packed, read and signed. Nothing here knows a node, a database or a network, so the command
 * line and the platform mean the same by it. Start with {@link dev.holdfast.packages.PackageFile}.
 */
@NullMarked
package dev.holdfast.packages;

import org.jspecify.annotations.NullMarked;
