// One identity for each application: what it may reach is granted to it alone.
param location string
param tags object
param suffix string

@export()
type identity = {
  id: string
  name: string
  clientId: string
  principalId: string
}

resource portalIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-portal-${suffix}'
  location: location
  tags: tags
}

resource gatewayIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-gateway-${suffix}'
  location: location
  tags: tags
}

output portal identity = {
  id: portalIdentity.id
  name: portalIdentity.name
  clientId: portalIdentity.properties.clientId
  principalId: portalIdentity.properties.principalId
}

output gateway identity = {
  id: gatewayIdentity.id
  name: gatewayIdentity.name
  clientId: gatewayIdentity.properties.clientId
  principalId: gatewayIdentity.properties.principalId
}
