// Collab on Azure: the portal and the gateway on Container Apps, PostgreSQL in the same virtual network, secrets in
// Key Vault, images in a registry. Identities in place of passwords wherever the service allows it. azd deploys it.
targetScope = 'subscription'

@description('Name of the environment; part of every name.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region of every resource.')
param location string

@description('Image of the portal; empty before the first deployment.')
param portalImage string = ''

@description('Image of the gateway; empty before the first deployment.')
param gatewayImage string = ''

@description('Public https address of the portal, such as https://collab.example; empty for the one that Azure gives.')
param portalAddress string = ''

@description('Public https address of the gateway, which is its issuer; empty for the one that Azure gives.')
param gatewayAddress string = ''

@description('Address in the key vault, with its version, of the certificate that encrypts the gateway keys at rest; empty for none.')
param gatewayCertificate string = ''

@description('Where traces and metrics go by OTLP over gRPC; empty for the agent of the environment, whose address the platform sets.')
param otlpEndpoint string = ''

@description('How many portal replicas run at least. Two, so that a restart of one is not an outage.')
@minValue(2)
@maxValue(30)
param portalReplicas int = 2

@description('Who deploys: may read the shared secret again at the next deployment.')
param deployerId string = ''

@description('Secret that the portal and the gateway share. azd makes one at the first deployment.')
@secure()
param signInClientSecret string

@description('Secret of the client that runs the gateway through its admin API. azd makes one, too.')
@secure()
param gatewayAdminSecret string

var tags = { 'azd-env-name': environmentName }
var suffix = uniqueString(subscription().id, environmentName, location)

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module network 'modules/network.bicep' = {
  scope: group
  params: { location: location, tags: tags, suffix: suffix }
}

module identities 'modules/identities.bicep' = {
  scope: group
  params: { location: location, tags: tags, suffix: suffix }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: { location: location, tags: tags, suffix: suffix }
}

module registry 'modules/registry.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    suffix: suffix
    readers: [identities.outputs.portal.principalId, identities.outputs.gateway.principalId]
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    suffix: suffix
    readers: [identities.outputs.portal.principalId, identities.outputs.gateway.principalId]
    deployerId: deployerId
    signInClientSecret: signInClientSecret
    gatewayAdminSecret: gatewayAdminSecret
  }
}

module database 'modules/postgres.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    suffix: suffix
    subnetId: network.outputs.databaseSubnetId
    privateZoneId: network.outputs.databaseZoneId
    administrators: [identities.outputs.portal, identities.outputs.gateway]
  }
}

module environment 'modules/environment.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    suffix: suffix
    subnetId: network.outputs.appsSubnetId
    logAnalyticsName: monitoring.outputs.logAnalyticsName
    applicationInsightsName: monitoring.outputs.applicationInsightsName
  }
}

var portalUrl = empty(portalAddress) ? 'https://portal.${environment.outputs.domain}' : portalAddress
var gatewayUrl = empty(gatewayAddress) ? 'https://gateway.${environment.outputs.domain}' : gatewayAddress

var telemetry = empty(otlpEndpoint) ? [] : [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: otlpEndpoint }]
var certificate = empty(gatewayCertificate)
  ? []
  : [{ setting: 'Gateway__DataProtectionCertificate', name: 'gateway-data-protection', uri: gatewayCertificate }]

module gateway 'modules/app.bicep' = {
  scope: group
  params: {
    name: 'gateway'
    location: location
    tags: tags
    environmentId: environment.outputs.id
    identityId: identities.outputs.gateway.id
    registryServer: registry.outputs.server
    image: gatewayImage
    minReplicas: 2
    maxReplicas: 4
    vaultSettings: concat(certificate, [
      { setting: 'Gateway__Portal__ClientSecret', name: vault.outputs.signInClient.name, uri: vault.outputs.signInClient.uri }
      { setting: 'Gateway__Admin__ClientSecret', name: vault.outputs.gatewayAdmin.name, uri: vault.outputs.gatewayAdmin.uri }
    ])
    settings: concat(telemetry, [
      { name: 'ConnectionStrings__Collab', value: 'Host=${database.outputs.host};Database=gateway;Username=${identities.outputs.gateway.name};SSL Mode=VerifyFull' }
      { name: 'Database__Entra', value: 'true' }
      { name: 'AZURE_CLIENT_ID', value: identities.outputs.gateway.clientId }
      { name: 'Gateway__Issuer', value: gatewayUrl }
      { name: 'Gateway__Portal__ClientId', value: 'collab-portal' }
      { name: 'Gateway__Portal__RedirectUris__0', value: '${portalUrl}/sign-in/callback' }
      { name: 'Gateway__Portal__PostLogoutRedirectUris__0', value: '${portalUrl}/sign-out/callback' }
      { name: 'Gateway__Portal__BackChannelLogoutUri', value: '${portalUrl}/sign-in/backchannel-logout' }
      { name: 'Gateway__Admin__ClientId', value: 'collab-admin' }
    ])
  }
}

module portal 'modules/app.bicep' = {
  scope: group
  params: {
    name: 'portal'
    location: location
    tags: tags
    environmentId: environment.outputs.id
    identityId: identities.outputs.portal.id
    registryServer: registry.outputs.server
    image: portalImage
    minReplicas: portalReplicas
    maxReplicas: 30
    sticky: true
    vaultSettings: [
      { setting: 'SignIn__ClientSecret', name: vault.outputs.signInClient.name, uri: vault.outputs.signInClient.uri }
    ]
    settings: concat(telemetry, [
      { name: 'ConnectionStrings__Collab', value: 'Host=${database.outputs.host};Database=collab;Username=${identities.outputs.portal.name};SSL Mode=VerifyFull' }
      { name: 'Database__Entra', value: 'true' }
      { name: 'AZURE_CLIENT_ID', value: identities.outputs.portal.clientId }
      { name: 'SignIn__Authority', value: gatewayUrl }
      { name: 'SignIn__ClientId', value: 'collab-portal' }
    ])
  }
}

output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.server
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output COLLAB_PORTAL_ADDRESS string = portalUrl
output COLLAB_GATEWAY_ADDRESS string = gatewayUrl
