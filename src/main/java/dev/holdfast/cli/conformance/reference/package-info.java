/**
 * The checks of docs/conformance.md: what services that the author of an SDK writes have to answer.
 * The cases themselves are JSON, for people and other programs to read: resources/conformance.
 */
@NullMarked
package dev.holdfast.cli.conformance.reference;

import org.jspecify.annotations.NullMarked;
