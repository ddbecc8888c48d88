// One virtual network: a subnet for the container apps, one for PostgreSQL, which no public address reaches.
param location string
param tags object
param suffix string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/16'] }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: '10.20.0.0/23'
          delegations: [{ name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.20.2.0/28'
          delegations: [{ name: 'postgres', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }]
        }
      }
    ]
  }

  resource apps 'subnets' existing = { name: 'apps' }
  resource database 'subnets' existing = { name: 'database' }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'collab-${suffix}.private.postgres.database.azure.com'
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: 'network'
    location: 'global'
    properties: { virtualNetwork: { id: network.id }, registrationEnabled: false }
  }
}

output appsSubnetId string = network::apps.id
output databaseSubnetId string = network::database.id
output databaseZoneId string = zone.id
