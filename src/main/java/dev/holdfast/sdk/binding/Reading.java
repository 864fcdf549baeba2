package dev.holdfast.sdk.binding;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of the binder: the platform that it reads for, and what it has found wrong so far.
 *
 * @param addresses of all services that are read together
 * @param faults grows
 */
record Reading(
    Capabilities capabilities,
    TriggerBinding.Syntax syntax,
    Addresses addresses,
    List<String> faults) {
  Reading(Capabilities capabilities, TriggerBinding.Syntax syntax) {
    this(capabilities, syntax, new Addresses(), new ArrayList<>());
  }
}
