/**
 * Drills: what happens to callers while nodes are restarted, killed, added or started all at once,
 * measured against a bound each. Start with {@link dev.holdfast.cli.drills.DrillCommand}.
 */
@NullMarked
package dev.holdfast.cli.drills;

import org.jspecify.annotations.NullMarked;
