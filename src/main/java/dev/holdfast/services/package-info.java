/**
 * The sharded entity that hosts any service: decide, commit, act, and recognise repetitions. Start
 * with {@link dev.holdfast.services.Services}, the way in, then {@code EntityShell}.
 */
@NullMarked
package dev.holdfast.services;

import org.jspecify.annotations.NullMarked;
