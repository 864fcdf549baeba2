/**
 * The house rules as tests: the package map, layout, lengths, names, pages. Start with {@link
 * dev.holdfast.house.PackageMapTest}.
 */
@NullMarked
package dev.holdfast.house;

import org.jspecify.annotations.NullMarked;
