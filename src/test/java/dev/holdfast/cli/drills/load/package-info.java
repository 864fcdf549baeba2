/** Tests of how calls are made and what they are counted as. */
@org.jspecify.annotations.NullMarked
package dev.holdfast.cli.drills.load;
