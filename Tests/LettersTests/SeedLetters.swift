/// The letters that the five documents quote.
enum SeedLetters {
    /// Scott Wagner's mail of September 2012, in the translation of the first document.
    static let goDaddy = """
        Le debo una gran disculpa por las interrupciones del servicio intermitentes que experimentamos \
        el 10 de septiembre que pueden haber afectado su sitio web, su dirección de e-mail y otros \
        servicios de Go Daddy

        Nosotros le fallamos y lo reconocemos. Asumimos nuestras responsabilidades y la confianza que \
        depositan en nosotros, muy en serio. No puedo expresar cuánto lo siento por aquellos de ustedes \
        que fueron incomodados

        La interrupción del servicio se debió a una serie de eventos de la red interna que corrompió las \
        tablas de datos del router. Una vez que los problemas se identificaron, se tomaron medidas \
        correctivas para restablecer los servicios para nuestros clientes y GoDaddy.com. Hemos puesto en \
        práctica una serie de medidas inmediatas para solucionar el problema

        En ningún momento la información confidencial de los clientes, incluyendo los datos de tarjetas \
        de crédito, contraseñas o nombres y direcciones, fueron comprometidos

        A lo largo de nuestra historia, hemos proporcionado un 99,999% de disponibilidad en nuestra \
        infraestructura DNS. Este es el nivel de rendimiento que esperamos de nosotros mismos. El lunes, \
        nos quedamos cortos en estas expectativas. Hemos aprendido de este evento y lo utilizaremos para \
        impulsar una mejora en nuestros servicios

        Como resultado de esta interrupción, su cuenta recibirá un crédito por el valor de 1 mes de \
        servicio para cada uno de sus sitios activos/publicados. Este crédito estará disponible dentro \
        de los próximos 7 días. Por favor, haga clic en el botón de abajo para redimir su crédito

        Es un honor servirle. Gracias por la oportunidad de volver a ganarsu negocio y confianza
        """

    /// Tim Riesterer's sample message, from the fourth document.
    static let riesterer = """
        Quiero intentar solucionar cualquier posible problema que esta interrupción le haya causado a \
        usted, a su equipo o a sus empleados. En primer lugar, se me ha aprobado ofrecer a su empresa un \
        reembolso de un mes, el doble del período de registro de sus beneficios. Se trata de un \
        reembolso ampliado en reconocimiento de que esto ocurrió en una hora punta para su empresa. \
        También he pedido a nuestro equipo de atención al cliente que compruebe manualmente todas las \
        inscripciones que se produjeron después de que el software volviera a estar en línea para \
        asegurarse de que se capturaron con precisión. Le haré saber el resultado en cuanto esté \
        completo, no más de una semana a partir de ahora.

        La interrupción del software fue culpa nuestra totalmente. No debería haber ocurrido en \
        absoluto, y mucho menos en un momento tan crítico para su negocio. Asumimos toda la \
        responsabilidad y nos comprometemos a garantizar que no vuelva a suceder.

        Lamento profundamente que se haya producido esta interrupción y nuestros equipos están \
        realizando los cambios necesarios para asegurarse de que no vuelva a ocurrir. Nuestras \
        interrupciones deberían reservarse para el tiempo de inactividad planificado, con comunicación \
        previa, y lamentamos haber fallado en ambas cuentas en esta situación.

        Para hacerle saber lo ocurrido, su software no funcionó tras un importante corte de energía en \
        uno de nuestros centros de datos. Su carga de trabajo se redirigió a nuestros otros centros de \
        datos, como parte de nuestro plan de respaldo y acuerdo de servicio. Sin embargo, el segundo \
        centro al que estaba asignado su contenido estaba inactivo debido a un mantenimiento preventivo \
        y a una actualización de hardware. Esto provocó que su sistema quedara inactivo durante un \
        período mientras se reconfiguraba para encontrar la siguiente alternativa para su carga de \
        trabajo. Ya hemos actualizado nuestro sistema de redundancia para evitar cosas así en el futuro.

        Lamento excepcionalmente esta interrupción y, en cuanto me enteré, estuve en comunicación \
        constante con nuestros equipos técnicos hasta que se resolvió. En nombre de nuestra empresa, me \
        gustaría pedirle disculpas no solo a usted, sino también a su equipo directivo y a todos los \
        empleados afectados.
        """

    /// United's first statement of April 2017.
    static let united = """
        This is an upsetting event to all of us here at United. I apologize for having to re-accommodate these \
        customers. Our team is moving with a sense of urgency to work with the authorities and conduct our own \
        detailed review of what happened.
        """
}
