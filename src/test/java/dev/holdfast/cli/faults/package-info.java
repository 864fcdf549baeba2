/** The fault suite itself, run as a user runs it. */
@NullMarked
package dev.holdfast.cli.faults;

import org.jspecify.annotations.NullMarked;
