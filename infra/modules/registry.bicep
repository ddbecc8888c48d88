// Holds the images. Pulled by identity: it has no admin user.
param location string
param tags object
@minLength(5)
param suffix string

@description('Principals that pull.')
param readers string[]

var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: 'cr${suffix}'
  location: location
  tags: tags
  sku: { name: 'Basic' }
  properties: { adminUserEnabled: false }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for reader in readers: {
    name: guid(registry.id, reader, acrPull)
    scope: registry
    properties: { principalId: reader, principalType: 'ServicePrincipal', roleDefinitionId: acrPull }
  }
]

output server string = registry.properties.loginServer
