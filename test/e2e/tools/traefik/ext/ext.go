// Package ext stands for a module inside Traefik's repository that the module proxy does not carry.
// Traefik embeds these two types and uses nothing of them.
package ext

type HTTP struct{}

type Router struct{}
