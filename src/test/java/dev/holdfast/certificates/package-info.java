@org.jspecify.annotations.NullMarked
package dev.holdfast.certificates;
