// One web application: its image from the registry, its secret from the vault, both fetched as its own identity.
param name string
param location string
param tags object
param environmentId string
param identityId string
param registryServer string

@description('Empty before the first deployment: then a placeholder that answers until azd pushes the image.')
param image string

param minReplicas int
param maxReplicas int

@description('True to keep a browser on its replica: the screens are circuits that live in one process.')
param sticky bool = false

@description('Settings that are read from the vault: each with the name it has there and its address.')
param vaultSettings { setting: string, name: string, uri: string }[]

@description('Settings that are no secret.')
param settings { name: string, value: string }[]

var placeholder = 'mcr.microsoft.com/azuredocs/containerapps-helloworld:latest'
var deployed = !empty(image)
var fromVault = [for entry in vaultSettings: { name: entry.setting, secretRef: entry.name }]

resource app 'Microsoft.App/containerApps@2024-10-02-preview' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': name })
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        allowInsecure: false
        targetPort: deployed ? 8080 : 80
        transport: 'auto'
        stickySessions: { affinity: sticky ? 'sticky' : 'none' }
      }
      registries: [{ server: registryServer, identity: identityId }]
      secrets: [for entry in vaultSettings: { name: entry.name, keyVaultUrl: entry.uri, identity: identityId }]
    }
    template: {
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: name
          image: deployed ? image : placeholder
          resources: { cpu: json('1.0'), memory: '2Gi' }
          env: concat(settings, [
            // The ingress in front ends TLS; this takes its word for the caller's address and scheme.
            { name: 'ASPNETCORE_FORWARDEDHEADERS_ENABLED', value: 'true' }
            { name: 'OTEL_SERVICE_NAME', value: 'collab-${name}' }
          ], fromVault)
          probes: deployed
            ? [
                { type: 'Startup', httpGet: { path: '/health/live', port: 8080 }, periodSeconds: 2, failureThreshold: 60 }
                { type: 'Liveness', httpGet: { path: '/health/live', port: 8080 }, periodSeconds: 10 }
                { type: 'Readiness', httpGet: { path: '/health/ready', port: 8080 }, periodSeconds: 5 }
              ]
            : []
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [{ name: 'connections', http: { metadata: { concurrentRequests: '400' } } }]
      }
    }
  }
}

output address string = 'https://${app.properties.configuration.ingress.fqdn}'
