/** The platform's region, and the profile that it gives every namespace. Source: its how-to on namespace access. */
export const platformRegion = "eu-west-1"
export const profileFor = (namespace: string): string => `idp-ns-${namespace}`
