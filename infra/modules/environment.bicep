// The Container Apps environment, in the network. Its OpenTelemetry agent takes traces and logs from the applications
// (it sets OTEL_EXPORTER_OTLP_ENDPOINT for them) and hands them to Application Insights. It takes no metrics there.
param location string
param tags object
param suffix string
param subnetId string
param logAnalyticsName string
param applicationInsightsName string

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = { name: logAnalyticsName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: applicationInsightsName }

resource environment 'Microsoft.App/managedEnvironments@2024-10-02-preview' = {
  name: 'cae-${suffix}'
  location: location
  tags: tags
  properties: {
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: false }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    zoneRedundant: true
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
    appInsightsConfiguration: { connectionString: insights.properties.ConnectionString }
    openTelemetryConfiguration: {
      tracesConfiguration: { destinations: ['appInsights'] }
      logsConfiguration: { destinations: ['appInsights'] }
    }
  }
}

output id string = environment.id
output domain string = environment.properties.defaultDomain
