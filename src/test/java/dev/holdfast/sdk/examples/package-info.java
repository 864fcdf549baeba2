/** The services of the design and of the documentation, as an author would write them. */
package dev.holdfast.sdk.examples;
