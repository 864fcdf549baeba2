/**
 * Tests of services without a server: {@link dev.holdfast.sdk.testing.Scenario} for one instance by
 * hand, {@link dev.holdfast.sdk.testing.World} for several services that talk. Both check what no
 * test asks for: that everything survives JSON and that nothing is changed in place.
 */
@NullMarked
package dev.holdfast.sdk.testing;

import org.jspecify.annotations.NullMarked;
