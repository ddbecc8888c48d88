// Keeps the secret that the two applications share and that of the gateway's admin client. Each reads as itself. Access by role, not by policy.
param location string
param tags object
param suffix string

@description('Principals that read secrets.')
param readers string[]

@description('Who deploys, or empty.')
param deployerId string

@secure()
param signInClientSecret string

@secure()
param gatewayAdminSecret string

var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: { family: 'A', name: 'standard' }
    tenantId: tenant().tenantId
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }

  resource clientSecret 'secrets' = {
    name: 'sign-in-client-secret'
    properties: { value: signInClientSecret }
  }

  resource adminSecret 'secrets' = {
    name: 'gateway-admin-secret'
    properties: { value: gatewayAdminSecret }
  }
}

resource read 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for reader in readers: {
    name: guid(vault.id, reader, secretsUser)
    scope: vault
    properties: { principalId: reader, principalType: 'ServicePrincipal', roleDefinitionId: secretsUser }
  }
]

resource deployer 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  name: guid(vault.id, deployerId, secretsUser)
  scope: vault
  properties: { principalId: deployerId, roleDefinitionId: secretsUser }
}

output name string = vault.name
output signInClient { name: string, uri: string } = {
  name: vault::clientSecret.name
  uri: vault::clientSecret.properties.secretUri
}

output gatewayAdmin { name: string, uri: string } = {
  name: vault::adminSecret.name
  uri: vault::adminSecret.properties.secretUri
}
