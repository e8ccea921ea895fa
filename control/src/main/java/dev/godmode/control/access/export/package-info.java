/**
 * What the policy says, in the languages of the systems around: Tailscale, PostgreSQL, Kubernetes.
 * Each line names the line of the policy that it comes from; what cannot be said there is told.
 */
@NullMarked
package dev.godmode.control.access.export;

import org.jspecify.annotations.NullMarked;
